"""One file per site: a NewsSpider that is nearly all class attributes."""
