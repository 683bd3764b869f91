#include "gateway/work/strangers.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "gateway/site/log.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

// Reasons for which nobody was proved. What stopped on our side (fault, poison), and what a known
// person's key signed, waits for the operator however long.
constexpr std::array<std::string_view, 9> kUnproved{
    "automatic",  "bad-signature", "malformed",     "mixed-content", "not-encrypted",
    "not-signed", "too-large",     "undecryptable", "unknown-signer"};

}  // namespace

bool is_strangers(const HeldMail& mail, const config::Directory& directory) {
  const auto is_sender = [&](const std::string& address) {
    return mail::same_address(address, mail.from);
  };
  return std::find(kUnproved.begin(), kUnproved.end(), mail.reason) != kUnproved.end() &&
         std::none_of(directory.desks.begin(), directory.desks.end(),
                      [&](const auto& desk) { return is_sender(desk.address); }) &&
         std::none_of(directory.groups.begin(), directory.groups.end(),
                      [&](const auto& group) { return is_sender(group.address); }) &&
         std::none_of(directory.members.begin(), directory.members.end(), [&](const auto& member) {
           return std::any_of(member.addresses.begin(), member.addresses.end(), is_sender);
         });
}

void expire_held(const Runtime& runtime, Held& held) {
  const auto& limits = runtime.site.limits;
  if (std::abs(runtime.watch.drift().count()) > limits.clock_skew.count()) {
    return;
  }
  const auto expired =
      held.expire(runtime.now() - limits.held, runtime.now(),
                  [&](const HeldMail& mail) { return is_strangers(mail, runtime.directory); });
  if (expired > 0) {
    log(Level::kInfo, "held-expired", {{"mails", std::to_string(expired)}});
  }
}

}  // namespace pouch::gateway
