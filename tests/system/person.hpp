// Somebody with a mail client: a key ring, an address, gpg.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pouch::test {

struct Ran;

// An empty home of GnuPG.
void make_home(const std::filesystem::path& home);

class Person {
 public:
  // The same name, address and algorithm have the same key in all tests of a build.
  Person(const std::filesystem::path& folder, std::string id, std::string name, std::string address,
         const std::string& algorithm = "ed25519");
  ~Person();
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;
  const std::string& id() const { return id_; }
  const std::string& name() const { return name_; }
  const std::string& address() const { return address_; }
  const std::string& fingerprint() const { return fingerprint_; }
  std::string public_key() const;
  Ran gpg(const std::vector<std::string>& arguments, const std::string& input = {}) const;
  void import(const std::string& key) const;
  void rest() const;  // ends the agent; the next gpg starts another

 private:
  std::filesystem::path home_;
  std::string id_, name_, address_, fingerprint_;
};

}  // namespace pouch::test
