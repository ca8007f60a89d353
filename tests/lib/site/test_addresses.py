"""Where pages lie: each id has a page of its own, which every file system can hold."""

import pytest
from multicase.site import addresses

OF_IDS = (addresses.code, addresses.case, addresses.participant, lambda name: addresses.source("k-0", name))


@pytest.mark.parametrize("name", ["con", "prn", "aux", "nul", "com1", "lpt9", "index"])
def test_an_id_that_no_file_may_be_called_by_has_a_page_of_another_name(name):
    for address in OF_IDS:
        stem = address(name).rpartition("/")[2].split(".")[0]
        assert stem not in addresses.RESERVED and stem.endswith(name)
    assert addresses.participant(name) != addresses.participants()


@pytest.mark.parametrize("name", ["slow", "con_a", "console", "index2", "com10"])
def test_any_other_id_names_its_page(name):
    assert [address(name).rpartition("/")[2] for address in OF_IDS] == [f"{name}.html"] * 4
