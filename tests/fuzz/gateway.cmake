pouch_fuzz(mail_file pouch_gateway)
