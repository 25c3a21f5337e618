"""How people and programs reach moxun."""
