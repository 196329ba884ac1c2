"""What LocalEmu lacks of AWS. Each module adds one thing; none of them changes what is there already."""
