// Who could write to what decides where letters go: pouch.toml, directory.toml, public keys, the
// site's own forms, and the folders that lead to them. Whoever may write there may redirect a
// request, so nobody may but root and the site's owner. Reads modes and owners only; what is
// missing is no finding here.
#pragma once

#include <sys/types.h>

#include <vector>

#include "config/site.hpp"

namespace pouch::config {

// Whose site it is: the owner of paths.state, or while there is none whoever runs this.
uid_t owner_of(const Site& site);

// One finding for each file or folder that somebody else may write or owns, with how to mend it.
// A group may write where nobody is in it but root and the owner (keys/ of the Debian package). A
// folder further up may be open to all when it is sticky, as /tmp is.
std::vector<Finding> open_to_others(const Site& site);

}  // namespace pouch::config
