"""The bytes of a picture, one module for each format; each is a function from a picture to bytes."""
