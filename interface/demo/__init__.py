"""`moxun demo`: the main job on a small news site of our own, offline."""
