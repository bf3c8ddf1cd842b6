"""The demo story: a believable year in three areas, told through the same actions that people use."""
