// Folders that cost seconds to make (key rings, a site with its people): made once for each build
// of the program, in the build folder, and copied for each test.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace pouch::test {

// Copies what the folder of that name holds to `into`, made when missing. The first caller of all
// processes lets `make` fill it, under a short path; no process may run in it when that returns.
void prepared(const std::string& name, const std::filesystem::path& into,
              const std::function<void(const std::filesystem::path&)>& make);

}  // namespace pouch::test
