"""Those who watch and help (見守り・支え合う人): supporters, their badges and links, what they notice, courses."""
