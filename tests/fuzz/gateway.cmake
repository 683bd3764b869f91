pouch_fuzz(mail_file pouch_gateway)
pouch_fuzz(web_request pouch_gateway)
