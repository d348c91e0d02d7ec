"""Column maps: what the columns of one kind of export mean, as data, and tables read by them."""
