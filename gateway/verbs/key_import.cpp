// Public keys and revocations, laid over what lies beside the directory.
#include <algorithm>
#include <iostream>

#include "gateway/fault.hpp"
#include "gateway/site/foreground.hpp"
#include "gateway/site/wake.hpp"
#include "gateway/verbs/key_entries.hpp"
#include "mail/openpgp/home.hpp"
#include "mail/openpgp/key_pool.hpp"
#include "mail/openpgp/sha1_bindings.hpp"

namespace pouch::gateway {
namespace {

using mail::openpgp::KeyChange;

constexpr std::string_view kStandardInput = "-";

std::string bytes_of(const std::string& file) {
  if (file == kStandardInput) {
    return {std::istreambuf_iterator<char>(std::cin), {}};
  }
  try {
    return mail::openpgp::read_file(file);
  } catch (const mail::Fault&) {
    throw Refusal(kBadData, file + " cannot be read: is it there, and a file?");
  }
}

std::string word_of(KeyChange change) {
  switch (change) {
    case KeyChange::kNew:
      return "new";
    case KeyChange::kChanged:
      return "changed";
    case KeyChange::kSame:
      return "same";
  }
  return {};
}

class Import {
 public:
  explicit Import(const Runtime& runtime) : runtime_(runtime) {
    mail::openpgp::read_key_folder(runtime.site.keys, pool_);
  }

  void take(const std::string& file) {
    const auto name = file == kStandardInput ? std::string("standard input") : file;
    const auto bytes = bytes_of(file);
    if (mail::openpgp::holds_secret_key(bytes)) {
      return complain(name +
                      " holds a private key: it belongs to its owner alone; ask for the "
                      "public one");
    }
    const auto brought = pool_.add(bytes);
    const bool told = tell_of_sha1(name, bytes, brought);
    if (brought.keys.empty() && !told) {
      complain(name + " " + brought.wrong + ": " + brought.hint);
    }
    for (const auto& key : brought.keys) {
      take(name, key);
    }
  }

  const std::vector<KeyEntry>& taken() const { return taken_; }
  bool whole() const { return !wrong_; }
  bool changed() const { return changed_; }

 private:
  static void tell(const std::string& what) { std::fprintf(stderr, "pouch: %s\n", what.c_str()); }

  void complain(const std::string& what) {
    wrong_ = true;
    tell(what);
  }

  // A key that GnuPG rejects for its SHA-1 looks like none, or like one to which nothing can be
  // sealed: what it is, and its owner's way out.
  bool tell_of_sha1(const std::string& name, const std::string& bytes,
                    const mail::openpgp::Brought& brought) {
    const bool sound =
        !brought.keys.empty() && std::all_of(brought.keys.begin(), brought.keys.end(),
                                             [](const auto& key) { return key.info.can_encrypt; });
    if (sound) {
      return false;
    }
    const auto bound = mail::openpgp::find_sha1_bound_in(bytes);
    for (const auto& key : bound) {
      const auto said = name + ": key " + key.fingerprint + ": " + key.what + "; " + key.remedy;
      brought.keys.empty() ? complain(said) : tell(said);
    }
    return !bound.empty();
  }

  void take(const std::string& name, const mail::openpgp::PooledKey& key) {
    const auto& fingerprint = key.info.fingerprint;
    if (!key.refused.empty()) {
      return complain(name + ": key " + fingerprint + " " + key.refused +
                      ": export it without what is not needed, gpg --armor --export-options "
                      "export-minimal --export " +
                      fingerprint);
    }
    write_key_file(runtime_.site.keys, fingerprint, key.armoured);
    changed_ = changed_ || key.change != KeyChange::kSame;
    taken_.push_back(
        {key.info, holder_of(runtime_, fingerprint), fingerprint + ".asc", word_of(key.change)});
    if (taken_.back().holder.empty()) {
      std::fprintf(stderr,
                   "pouch: %s is named by nobody in %s: it counts once a desk or member names it\n",
                   fingerprint.c_str(), runtime_.site.directory.c_str());
    }
  }

  const Runtime& runtime_;
  mail::openpgp::KeyPool pool_;
  std::vector<KeyEntry> taken_;
  bool wrong_ = false, changed_ = false;
};

int import_keys(const Call& call, const std::vector<std::string>& files) {
  const auto runtime = load_runtime_without_forms(call.config);
  Import import(runtime);
  for (const auto& file : files) {
    import.take(file);
  }
  print_keys(call, runtime, import.taken());
  if (import.changed() && is_served(runtime.site.state)) {
    wake(runtime.site.state, Wake::kKeys);
    std::fprintf(stderr,
                 "pouch: the daemon was asked to take it; pouch status says if it cannot\n");
  }
  return import.whole() ? kDone : kBadData;
}

}  // namespace

void add_key_import(Verb& key) {
  auto& verb = key.add("import", "Lay public keys and revocations over those beside the directory");
  auto& files = verb.keep<std::vector<std::string>>();
  verb.option("files", files,
              "armoured or binary public keys, or bare revocation certificates; - reads "
              "standard input")
      .required()
      .files();
  verb.json("key-list.json");
  verb.footer(
      "Example: pouch key import nfp-bg.asc\n"
      "         gpg --armor --export nfp@mvr.bg.example | pouch key import -\n"
      "Exit status: 0 all were taken, 65 one or more were not: stderr says which and why.");
  verb.action([&files](const Call& call) { return import_keys(call, files); });
}

}  // namespace pouch::gateway
