pouch_fuzz(query pouch_search)
pouch_fuzz(office pouch_search)
pouch_fuzz(office_xml pouch_search)
