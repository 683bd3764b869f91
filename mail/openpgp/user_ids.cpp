#include "mail/openpgp/user_ids.hpp"

#include <algorithm>

#include "mail/headers.hpp"
#include "mail/openpgp/agent.hpp"
#include "mail/openpgp/gpgme_context.hpp"
#include "mail/openpgp/ring_parts.hpp"

namespace pouch::mail::openpgp {
namespace {

namespace fs = std::filesystem;

KeyHandle find_key(gpgme_ctx_t context, const std::string& fingerprint) {
  gpgme_key_t raw = nullptr;
  if (const auto error = gpgme_get_key(context, fingerprint.c_str(), &raw, 0)) {
    if (is_transient(error)) {
      fail(error, "find the gateway's key " + fingerprint);
    }
    throw Fault(Permanence::kPermanent,
                "the gateway's key " + fingerprint + " is not in its ring: " + words(error),
                "see key in pouch.toml; restore the gnupg folder from its backup");
  }
  return KeyHandle(raw);
}

// Null when no user ID that stands has that address.
gpgme_user_id_t user_id_of(gpgme_key_t key, const std::string& address) {
  for (auto* id = key->uids; id != nullptr; id = id->next) {
    if (!id->revoked && !id->invalid && id->address != nullptr &&
        same_address(id->address, address)) {
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
      : fingerprint_(fingerprint) {
    import_bytes(home_.path(), key, "the gateway's key");
    fs::create_symlink(agent_socket(home), home_.path() / "S.gpg-agent");
    context_ = make_context(home_.path());
    look();
  }

  void look() { key_ = find_key(context_.get(), fingerprint_); }
  bool has(const std::string& address) const { return user_id_of(key_.get(), address) != nullptr; }

  // Whether it did is seen in the key: GPGME 1.18 reports no error when gpg had no secret key to
  // sign with.
  void add(const UserId& id) {
    edit("adding a user ID",
         [&] { return gpgme_op_adduid(context_.get(), key_.get(), text_of(id).c_str(), 0); });
  }

  // GnuPG shows the newest one first where none is marked.
  void make_primary(const std::string& address) {
    if (const auto* id = user_id_of(key_.get(), address)) {
      edit("marking a user ID", [&] {
        return gpgme_op_set_uid_flag(context_.get(), key_.get(), id->uid, "primary", nullptr);
      });
    }
  }

  std::string bytes() const { return export_bytes(home_.path(), {fingerprint_}, false); }

 private:
  void edit(const char* what, const std::function<gpgme_error_t()>& operation) {
    const auto error = with_deadline(context_.get(), {kRingOperation}, what, operation);
    if (error != 0 && is_transient(error)) {
      fail(error, "change the user IDs of the gateway's key");
    }
  }

  TemporaryHome home_;
  std::string fingerprint_;
  Context context_;
  KeyHandle key_;
};

}  // namespace

std::vector<std::string> addresses_of_key(const fs::path& home, const std::string& fingerprint) {
  const auto context = make_context(home);
  const auto key = find_key(context.get(), fingerprint);
  std::vector<std::string> addresses;
  for (auto* id = key->uids; id != nullptr; id = id->next) {
    if (!id->revoked && !id->invalid && id->address != nullptr) {
      addresses.emplace_back(id->address);
    }
  }
  return addresses;
}

std::string with_user_ids(const fs::path& home, const std::string& fingerprint,
                          const std::vector<UserId>& wanted, std::vector<RingFault>& faults) {
  auto bytes = export_bytes(home, {fingerprint}, false);
  const auto known =
      bytes.empty() ? std::vector<std::string>() : addresses_of_key(home, fingerprint);
  std::vector<UserId> missing;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(missing), [&](const UserId& id) {
    return std::none_of(known.begin(), known.end(), [&](const std::string& address) {
      return same_address(address, id.address);
    });
  });
  if (bytes.empty() || missing.empty()) {
    return bytes;
  }
  Copy copy(home, fingerprint, bytes);
  for (const auto& id : missing) {
    copy.add(id);
  }
  copy.look();
  bool added = false;
  for (const auto& id : missing) {
    if (copy.has(id.address)) {
      added = true;
    } else if (agent_answers(home)) {
      faults.push_back(
          {"", fingerprint, "got no user ID for " + id.address, hint_for(fingerprint, id)});
    } else {
      throw Fault(Permanence::kTransient, "gpg-agent did not answer while user IDs were added",
                  "it is done again at the next start or reload");
    }
  }
  if (added) {
    copy.make_primary(wanted.front().address);
  }
  return added ? copy.bytes() : bytes;
}

}  // namespace pouch::mail::openpgp
