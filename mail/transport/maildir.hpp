// Private to this folder: the Maildir outbox.
#pragma once

#include "mail/transport/outbox.hpp"

namespace pouch::mail {

class Maildir : public Outbox {
 public:
  explicit Maildir(std::filesystem::path root) : root_(std::move(root)) {}
  HandoverResult hand_over(const Handing& handing) override;
  Reach reachable() override;

 private:
  std::filesystem::path root_;
};

}  // namespace pouch::mail
