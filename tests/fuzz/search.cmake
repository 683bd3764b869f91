pouch_fuzz(query pouch_search)
