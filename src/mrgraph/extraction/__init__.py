"""Stage 2: a document in, claims out, each with its evidence; rooms by subject, each on those below it."""
