// What a source or outbox of pouch.toml may not be. Private to this room.
#pragma once

#include <cstdint>
#include <string_view>

namespace pouch::config {

// user:password@ in a URI.
bool holds_password(std::string_view uri);

// HOST:PORT after scheme://, the port at least `least`; true for a path.
bool has_good_port(std::string_view uri, bool needed, std::int64_t least);

// unix:/PATH, or a port of 127.0.0.0/8 or [::1]: the figures go in the clear.
bool is_local_place(std::string_view place);

// https://HOST or https://HOST:PORT (RFC 6454 section 6.2), in small letters; http:// too for a
// host of the loopback, which browsers trust as well.
bool is_origin(std::string_view text);

}  // namespace pouch::config
