#include "gateway/work/arrived.hpp"

#include <utility>

#include "gateway/site/parts_of_mail.hpp"
#include "gateway/store/spool.hpp"
#include "gateway/store/vault.hpp"
#include "gateway/work/operator_letter.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kLarge = 1u << 20;  // octets of a mail

}  // namespace

MailInHand::MailInHand(Store& store, Crypto& crypto, std::int64_t spool)
    : MailInHand(store, crypto, spool, store.spool().raw(spool)) {}

MailInHand::MailInHand(Store& store, Crypto& crypto, std::int64_t spool, mail::Bytes octets)
    : crypto_(crypto),
      octets_(std::move(octets)),
      sha256_(sha256_hex(octets_)),
      raw_(store.spool().raw_again(spool, octets_.size())),
      opened_(crypto.open(octets_)) {
  if (octets_.size() > kLarge) {
    evidence();  // before the words of its files need room, too
  }
}

const std::vector<mail::openpgp::Evidence>& MailInHand::evidence() {
  if (!evidence_) {
    evidence_ = crypto_.evidence(opened_);
    opened_.ciphertexts.clear();  // they lie in it
    octets_ = {};
  }
  return *evidence_;
}

std::vector<StoredPart> parts_of(const Arrived& arrived) {
  return parts_of_mail(arrived.opened, arrived.mail.evidence());
}

bool tell_operators(const Arrived& arrived, const OperatorNoteFor& note, const std::string& seed,
                    std::size_t first, Commit& commit) {
  return tell(reachable_operators(arrived.runtime, arrived.crypto), arrived, note, seed, first,
              commit);
}

bool tell(const std::vector<Sender>& whom, const Arrived& arrived, const OperatorNoteFor& note,
          const std::string& seed, std::size_t first, Commit& commit) {
  auto letters =
      notices_to(whom, arrived.runtime, arrived.store.letters(), arrived.crypto, note, seed, first);
  const auto title = note(Words::english()).title;
  commit.audit.push_back(
      {.actor = "gateway",
       .act = letters.empty() ? "untold" : "told",
       .detail = title + (letters.empty() ? ": no operator could be told" : "")});
  const bool any = !letters.empty();
  for (auto& letter : letters) {
    commit.letters.push_back(std::move(letter));
  }
  return any;
}

}  // namespace pouch::gateway
