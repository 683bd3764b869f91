#include "gateway/work/receipt_signer.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "gateway/fault.hpp"
#include "gateway/site/log.hpp"
#include "gateway/store/receipts.hpp"
#include "mail/fault.hpp"

namespace pouch::gateway {
namespace {

constexpr std::size_t kAtOnce = 20;  // mail that comes waits no longer than for these

}  // namespace

bool sign_receipts(const Runtime& runtime, Store& store, Crypto& crypto, std::string_view number) {
  auto rows = store.receipts().claim(kAtOnce, number);
  const auto unkept = store.receipts().unkept_keys(kAtOnce);
  if (rows.empty() && unkept.empty()) {
    return false;
  }
  try {
    for (auto& row : rows) {
      row.signature =
          crypto.sign(row.text, runtime.gateway_key, mail::openpgp::SignedAs::kDetached);
    }
    std::vector<std::pair<UnkeptKey, std::string>> keys;
    for (const auto& key : unkept) {
      keys.emplace_back(key, crypto.public_key(key.fingerprint));
    }
    std::optional<KeptKey> gateway;
    if (!rows.empty() && !store.receipts().keeps_gateway_key(runtime.gateway_key)) {
      gateway = {.fingerprint = runtime.gateway_key,
                 .block = crypto.public_key(runtime.gateway_key)};
    }
    store.receipts().finish(rows, keys, gateway);
    return true;
  } catch (const mail::Fault& fault) {
    log(Level::kWarning, "not-signed-yet", {{"what", fault.what()}, {"hint", fault.hint()}});
  } catch (const Fault& fault) {
    log(Level::kWarning, "not-signed-yet", {{"what", fault.what()}, {"hint", fault.hint()}});
  }
  return false;
}

}  // namespace pouch::gateway
