#include "mail/transport/curl_library.hpp"

#include <dlfcn.h>

#include <string>

#include "mail/fault.hpp"

namespace pouch::mail {
namespace {

constexpr const char* kName = "libcurl.so.4";  // the ABI of the header that we are built with

[[noreturn]] void missing(const std::string& what) {
  throw Fault(Permanence::kPermanent, what, "apt install libcurl4");
}

template <typename Function>
void take(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (function == nullptr) {
    missing(std::string(kName) + " has no " + name);
  }
}

CurlLibrary load() {
  void* library = dlopen(kName, RTLD_NOW | RTLD_LOCAL);  // stays for the process's life
  if (library == nullptr) {
    missing(std::string("cannot load ") + kName);
  }
  CurlLibrary curl;
  take(library, "curl_global_init", curl.global_init);
  take(library, "curl_easy_init", curl.easy_init);
  take(library, "curl_easy_cleanup", curl.easy_cleanup);
  take(library, "curl_easy_reset", curl.easy_reset);
  take(library, "curl_easy_setopt", curl.easy_setopt);
  take(library, "curl_easy_getinfo", curl.easy_getinfo);
  take(library, "curl_easy_perform", curl.easy_perform);
  take(library, "curl_easy_strerror", curl.easy_strerror);
  take(library, "curl_slist_append", curl.slist_append);
  take(library, "curl_slist_free_all", curl.slist_free_all);
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw Fault(Permanence::kTransient, "libcurl does not start", "is the machine out of memory?");
  }
  return curl;
}

}  // namespace

const CurlLibrary& curl_library() {
  static const CurlLibrary loaded = load();
  return loaded;
}

}  // namespace pouch::mail
