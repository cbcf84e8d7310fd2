// The page is being built.
