// The gateway's GnuPG home: made by `pouch init`, its public ring rebuilt whole from the
// directory's key files and swapped in by rename while no worker runs (DECISIONS 23), so that it
// holds directory keys and the gateway's own, nothing else, each with GnuPG's signature cache
// (ENGINES section 1). No key ever comes from a mail. Also starts and stops the agent.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/openpgp/engine.hpp"
#include "mail/openpgp/home.hpp"

namespace pouch::mail::openpgp {

// ed25519/cv25519, no expiry prompt, no passphrase; AEAD not advertised; ends with export, fresh
// ring, import. Returns the primary fingerprint.
std::string make_gateway_key(const std::filesystem::path& home, const std::string& name,
                             const std::string& address);
// A secret key from a file instead (`init --import-key`).
std::string import_gateway_key(const std::filesystem::path& home,
                               const std::filesystem::path& file);

// Addresses of the user IDs that stand (not revoked), as mail programs find the key by them.
std::vector<std::string> addresses_of_key(const std::filesystem::path& home,
                                          const std::string& fingerprint);

// Rebuilds the public ring: the gateway's key and the `wanted` ones found in `key_files`. `between`
// is told "staged" when the new ring is durable, "swapped" when it is in its place. The gateway's
// key gets those of `own_ids` whose address it lacks; the first is what programs show as its name.
// `further`: other keys of its own that open mail still, or already.
RingReport rebuild_ring(const std::filesystem::path& home, const std::string& gateway_fingerprint,
                        const std::vector<std::filesystem::path>& key_files,
                        const std::vector<std::string>& wanted,
                        const std::function<void(std::string_view)>& between = {},
                        const std::vector<UserId>& own_ids = {},
                        const std::vector<std::string>& further = {});

// A ring of public keys alone, in a prepared home that is only looked with: for what was signed by
// keys that have left the ring in use.
RingReport make_public_ring(const std::filesystem::path& home,
                            const std::vector<std::filesystem::path>& key_files,
                            const std::vector<std::string>& wanted);

// What a key file holds, read in a throw-away home: nothing is imported.
std::vector<KeyInfo> inspect_key_file(const std::filesystem::path& file);

// Public key of one fingerprint, armoured.
std::string export_key(const std::filesystem::path& home, const std::string& fingerprint);

// Starts an agent when none answers; true when this call started it. It leaves its parent: a
// supervisor that is to see it end makes itself the subreaper first (prctl(2)). A transient Fault
// when it does not answer within `time`.
bool start_agent(const std::filesystem::path& home,
                 std::chrono::seconds time = std::chrono::seconds(10));
void stop_agent(const std::filesystem::path& home);  // and waits until it is gone

}  // namespace pouch::mail::openpgp
