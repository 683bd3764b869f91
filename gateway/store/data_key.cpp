#include "gateway/store/data_key.hpp"

#include <utility>

#include "gateway/fault.hpp"
#include "gateway/store/durable_file.hpp"
#include "gateway/store/steps.hpp"
#include "gateway/store/store.hpp"

namespace pouch::gateway {

bool state_exists(const std::filesystem::path& state) {
  return std::filesystem::exists(state / "data-key.pgp");
}

void make_state(const std::filesystem::path& state, const Secret& data_key,
                std::string_view wrapped_data_key) {
  if (state_exists(state)) {
    throw Fault(false, "store: " + state.string() + " holds a store already",
                "choose another folder; a store is never made anew over an old one");
  }
  std::error_code ignored;
  std::filesystem::create_directories(state.parent_path(), ignored);
  for (const auto& folder : {state, state / "spool", state / "letters", state / "outbox"}) {
    make_private_folder(folder);
  }
  FolderLock::shared(state / "spool");
  const Store bound(state, data_key,
                    StoreFor::kMaking);  // refused when the databases belong to another data key
  write_durably(state / "spool.pub", hex(spool_keys(data_key).public_key) + "\n",
                around_rename("init.spool-key"));
  write_durably(state / "data-key.pgp", wrapped_data_key, around_rename("init.data-key"));
}

void rewrap_data_key(const std::filesystem::path& state, std::string_view wrapped) {
  write_durably(state / "data-key.pgp", wrapped, around_rename("data-key"));
}

std::string wrapped_data_key(const std::filesystem::path& state) {
  auto wrapped = read_whole(state / "data-key.pgp");
  if (!wrapped) {
    throw Fault(false, "store: " + (state / "data-key.pgp").string() + " is missing",
                "make the site with pouch init, or restore the file from the backup");
  }
  return std::move(*wrapped);
}

}  // namespace pouch::gateway
