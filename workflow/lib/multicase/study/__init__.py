"""What people supply: a study, its files read and checked, its codebook, and what may be told of its participants."""
