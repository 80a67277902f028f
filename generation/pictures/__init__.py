"""Pictures made by us: slides composed of a picture and words, in colours that can be read."""
