"""What each part of a page announces: companies, segments on an axis, regions."""
