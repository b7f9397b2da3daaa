"""The formats that pictures are written in: each a function from a picture to bytes."""
