"""What others call a kind of identifier: labels of taggers and privacy filters, told as the project's kinds."""

from __future__ import annotations

import re

POSITION = re.compile(r"^[BILESU]-(?=\S)")  # of taggers that label each word: B-PER, I-PER
# Kind -> what it is called by spaCy, BERT taggers, Presidio, GLiNER and other filters; itself included.
NAMED = {
    "person": "per, people, name, full_name, first_name, last_name, surname, private_person, person_name",
    "organisation": "org, organization, company, institution, hospital, private_organization",
    "place": "loc, location, gpe, fac, facility, address, street_address, private_address, city, postcode",
    "date": "date_time, time, private_date, date_of_birth",
    "age": "",
    "phone": "phone_number, telephone, telephone_number, private_phone",
    "email": "email_address, private_email, e_mail",
    "nhs_number": "uk_nhs",
    "url": "private_url, website, web_address",
    "code": "account_number, credit_card, iban_code, ip_address, uk_nino, us_ssn, id_number, passport_number, secret",
    "job": "job_title, occupation, profession",
    "quantity": "money",
    "demographic": "norp, nrp, nationality, ethnicity, religion",
    "other": "misc",
}
LABELS = {label: kind for kind, others in NAMED.items() for label in (kind, *filter(None, others.split(", ")))}


def kind_of(label: str) -> str:
    """The kind that a label means (`PER`, `B-ORG`, `phone number`), whatever its case; empty where nobody knows."""
    return LABELS.get(re.sub(r"[\s_-]+", "_", POSITION.sub("", label.strip())).lower(), "")
