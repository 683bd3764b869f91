#include "gateway/traffic/collector.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "gateway/fault.hpp"
#include "gateway/site/current_task.hpp"
#include "gateway/site/log.hpp"
#include "gateway/site/patience.hpp"
#include "gateway/site/wake.hpp"
#include "mail/fault.hpp"
#include "mail/structure/header_fields.hpp"
#include "mail/structure/headers.hpp"

namespace pouch::gateway {
namespace {

constexpr std::chrono::milliseconds kLongestPause{300000};
constexpr std::size_t kLineEnds = 4;  // CRLF CRLF behind a header

struct Envelope {
  std::string from;
  std::vector<std::string> to;
};

// What the server that filed the mail wrote on top of it (RFC 5321 section 4.4, RFC 9228): the
// nearest to an envelope that a mailbox has. Only our own addresses are taken from it.
Envelope envelope_of(std::string_view head, const Runtime& runtime) {
  Envelope envelope;
  auto split = mail::split_header(head, runtime.limits);
  auto* block = std::get_if<mail::HeaderBlock>(&split);
  if (block == nullptr) {
    return envelope;
  }
  mail::Entity root;
  root.fields = std::move(block->fields);
  const auto address_in = [&](std::string_view field) -> std::string {
    const auto values = root.values(field);
    const auto list =
        values.empty() ? std::nullopt : mail::parse_addresses(values.front(), runtime.limits);
    return list && list->size() == 1 ? list->front().spec : std::string();
  };
  envelope.from = address_in("Return-Path");
  for (const auto* field : {"Delivered-To", "X-Original-To", "Envelope-To"}) {
    const auto address = address_in(field);
    if (!address.empty() && is_ours(runtime, address) &&
        std::find(envelope.to.begin(), envelope.to.end(), address) == envelope.to.end()) {
      envelope.to.push_back(address);
    }
  }
  return envelope;
}

}  // namespace

Taker::Taker(std::string source, const Runtime& runtime, Database& database)
    : source_(std::move(source)),
      runtime_(runtime),
      spool_(runtime.site.state, database, runtime.site.limits.free_space) {}

std::size_t Taker::limit() const { return runtime_.site.limits.message; }

std::size_t Taker::head() const { return runtime_.limits.header_block + kLineEnds; }

void Taker::take(std::string_view bytes, std::string_view origin) {
  auto mail = spool_.begin();
  mail.write(bytes);
  take(mail, bytes, origin);
}

void Taker::take(SpoolMail& mail, std::string_view head, std::string_view origin) {
  const auto envelope = envelope_of(head, runtime_);
  const auto id =
      spool_.accept({source_, envelope.from, envelope.to, origin}, mail, runtime_.now());
  wake(runtime_.site.state, Wake::kSpool);
  log(Level::kInfo, "taken",
      {{"spool", std::to_string(id)},
       {"source", source_},
       {"octets", std::to_string(mail.octets())}});
}

std::unique_ptr<Collector> make_collector(const std::string& uri, const Runtime& runtime,
                                          Database& database, int stop) {
  return uri.starts_with("maildir:") ? maildir_collector(uri, runtime, database)
                                     : imap_collector(uri, runtime, database, stop);
}

void collect(std::unique_ptr<Collector> collector, const std::string& uri, const Runtime& runtime,
             Waiter& waiter) {
  Patience patience(kLongestPause);
  const auto tell = [&](const auto& fault) {
    if (waiter.stopping()) {
      return;  // we hung up ourselves
    }
    const auto pause = patience.next();
    log(fault.transient() ? Level::kWarning : Level::kError, "not-collected",
        {{"what", fault.what()},
         {"hint", fault.hint()},
         {"pause", std::to_string(pause.count() / 1000)}});
    server_paused(uri, runtime.now() + std::chrono::ceil<std::chrono::seconds>(pause), fault.what(),
                  fault.hint());
  };
  while (!waiter.stopping()) {
    try {
      {
        const CurrentTask doing("mailbox");
        collector->once();
      }
      server_works(uri);
      patience.over();
      if (!waiter.stopping()) {
        collector->wait(runtime.site.collecting.every, waiter);
      }
      continue;
    } catch (const mail::Fault& fault) {
      tell(fault);
    } catch (const Fault& fault) {
      tell(fault);
    }
    collector->give_up();
    patience.pause(runtime.site, waiter);
  }
}

}  // namespace pouch::gateway
