"""What keys do: session, selection, commands, keymap, background work. No Qt."""
