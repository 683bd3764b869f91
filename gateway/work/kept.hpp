// Attachments of a refused mail and the corrected text that comes as a Reply (SPEC section 5): what
// is kept, and when it is joined. The unsigned thread of a mail alone joins nothing: it could be
// changed on the way, and the files would go to others than those they were meant for (DECISIONS
// 10). It takes the signed In-Reply-To, the mark out of the refusal in the signed text, or the same
// own reference in the signed form.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/site.hpp"
#include "gateway/store/kept_mails.hpp"
#include "mail/openpgp/open.hpp"

namespace pouch::gateway {

// Where `parts` came from, for letters and evidence.
std::string origin_of(std::string_view mail_id, Time received, std::string_view signer);
// Attachments other than those named in `forms` (JSON that was read as a form), with the evidence
// that proves them; empty when nothing is worth keeping. Evidence gets a name of its own.
std::vector<StoredPart> parts_to_keep(const std::vector<StoredPart>& parts,
                                      const std::vector<std::string>& forms,
                                      const std::string& origin);
// Adds what was kept; the mail's own attachments win on equal names. Names of those that joined.
std::vector<std::string> join(const std::vector<StoredPart>& kept, std::vector<StoredPart>& parts);

std::string kept_mark(std::string_view letter_id);  // for the refusal's text
// Message-IDs of refusals that the mail names: signed, and as the unsigned thread has it.
struct NamedRefusals {
  std::vector<std::string> proved, unproved;
};
NamedRefusals refusals_named(const mail::openpgp::Opened& opened, const config::Site& site);

// What the named refusals keep for this sender; by the unsigned thread only for the same own
// reference.
std::optional<KeptParts> kept_by_refusal(const NamedRefusals& named, KeptMails& mails,
                                         std::string_view sender, std::string_view own_ref,
                                         Time received);

// Of all that they name, for fields that name an attachment.
std::vector<std::string> kept_names(const NamedRefusals& named, KeptMails& mails,
                                    std::string_view sender, Time received);

}  // namespace pouch::gateway
