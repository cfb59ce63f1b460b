"""One contract a customer: what is the same for many is made once."""
