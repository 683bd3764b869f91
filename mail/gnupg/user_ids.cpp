#include "mail/gnupg/user_ids.hpp"

#include "mail/ascii.hpp"
#include "mail/gnupg/borrowed_home.hpp"
#include "mail/gnupg/own_key.hpp"
#include "mail/openpgp/agent.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

// Null when no user ID that stands has that address.
gpgme_user_id_t user_id_of(gpgme_key_t key, const std::string& address) {
  for (auto* id = key->uids; id != nullptr; id = id->next) {
    if (!id->revoked && !id->invalid && id->address != nullptr &&
        same_word(id->address, address)) {  // GPGME gives it in lower case
      return id;
    }
  }
  return nullptr;
}

// RFC 4880 section 5.11: by convention an RFC 2822 name-addr. The name is the operator's; what
// would end it or begin an address is left out.
std::string text_of(const UserId& id) {
  std::string name;
  for (const char c : id.name) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet != 0x7F && c != '<' && c != '>' && c != '(' && c != ')') {
      name += c;
    }
  }
  return name + " <" + id.address + ">";
}

std::string hint_for(const std::string& fingerprint, const UserId& id) {
  return "is the secret primary key elsewhere? Then add it there: gpg --quick-add-uid " +
         fingerprint + " \"" + text_of(id) + "\", and import the public key into the gnupg folder";
}

class Copy {
 public:
  Copy(const fs::path& home, const std::string& fingerprint, const std::string& key)
      : home_(home), fingerprint_(fingerprint) {
    import_bytes(home_.path(), key, "the gateway's key");
    look();
  }

  void look() { key_ = home_.find(fingerprint_); }
  bool has(const std::string& address) const { return user_id_of(key_.get(), address) != nullptr; }

  void add(const UserId& id) {
    home_.edit("adding a user ID", [&] {
      return gpgme_op_adduid(home_.context().get(), key_.get(), text_of(id).c_str(), 0);
    });
  }

  // GnuPG shows the newest one first where none is marked.
  void make_primary(const std::string& address) {
    if (const auto* id = user_id_of(key_.get(), address)) {
      home_.edit("marking a user ID", [&] {
        return gpgme_op_set_uid_flag(home_.context().get(), key_.get(), id->uid, "primary",
                                     nullptr);
      });
    }
  }

  std::string bytes() const { return export_bytes(home_.path(), {fingerprint_}, false); }

 private:
  BorrowedHome home_;
  std::string fingerprint_;
  KeyHandle key_;
};

}  // namespace

std::vector<std::string> addresses_in_ring(const fs::path& home, const std::string& fingerprint) {
  const Context context(home);
  const auto key = find_own_key(context, fingerprint);
  std::vector<std::string> addresses;
  for (auto* id = key->uids; id != nullptr; id = id->next) {
    if (!id->revoked && !id->invalid && id->address != nullptr) {
      addresses.emplace_back(id->address);
    }
  }
  return addresses;
}

std::vector<std::string> addresses_of_own(const fs::path& home, const std::string& fingerprint) {
  const auto bytes = own_public_key(home, fingerprint);
  if (bytes.empty()) {
    return {};
  }
  const TemporaryHome alone;
  import_bytes(alone.path(), bytes, "the gateway's key");
  return addresses_in_ring(alone.path(), fingerprint);
}

std::string with_user_ids(const fs::path& home, const OwnKey& key, std::vector<RingFault>& faults) {
  auto bytes = own_public_key(home, key.fingerprint);
  if (bytes.empty() || key.missing.empty()) {
    return bytes;
  }
  Copy copy(home, key.fingerprint, bytes);
  for (const auto& id : key.missing) {
    copy.add(id);
  }
  copy.look();
  bool added = false;
  for (const auto& id : key.missing) {
    if (copy.has(id.address)) {
      added = true;
    } else if (agent_answers(home)) {
      faults.push_back(
          {"", key.fingerprint, "got no user ID for " + id.address, hint_for(key.fingerprint, id)});
    } else {
      throw Fault(Permanence::kTransient, "gpg-agent did not answer while user IDs were added",
                  "it is done again at the next start or reload");
    }
  }
  if (added) {
    copy.make_primary(key.primary);
  }
  return added ? copy.bytes() : bytes;
}

}  // namespace pouch::mail::openpgp
