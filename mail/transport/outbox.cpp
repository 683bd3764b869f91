#include "mail/transport/outbox.hpp"

#include "mail/transport/maildir.hpp"
#include "mail/transport/smtp_client.hpp"

namespace pouch::mail {

std::unique_ptr<Outbox> make_outbox(const std::string& uri, const std::filesystem::path& base,
                                    const ServerAccess& access,
                                    const std::function<void(std::string_view)>& between) {
  constexpr std::string_view kMaildir = "maildir:";
  if (uri.starts_with(kMaildir) && uri.size() > kMaildir.size()) {
    return std::make_unique<Maildir>(base / uri.substr(kMaildir.size()), between);
  }
  if (uri.starts_with("smtp://") || uri.starts_with("smtps://")) {
    return std::make_unique<SmtpClient>(uri, access);
  }
  throw Fault(Permanence::kPermanent, "\"" + uri + "\" is no outbox",
              "maildir:state/outbox, smtp://127.0.0.1:25 or smtps://user@mail.example");
}

}  // namespace pouch::mail
