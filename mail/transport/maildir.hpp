// Private to this folder: the Maildir outbox. Below its root no symbolic link is followed.
#pragma once

#include "mail/transport/outbox.hpp"

namespace pouch::mail {

class Maildir : public Outbox {
 public:
  Maildir(std::filesystem::path root, std::function<void(std::string_view)> between)
      : root_(std::move(root)), between_(std::move(between)) {}
  HandoverResult hand_over(const Handing& handing) override;
  Reach reachable() override;

 private:
  void tell(std::string_view step) const;
  std::filesystem::path root_;
  std::function<void(std::string_view)> between_;
};

}  // namespace pouch::mail
