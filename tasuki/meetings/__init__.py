"""会議: bodies with their legal type, sittings, items, who is called to which item, packets, minutes, decisions."""
