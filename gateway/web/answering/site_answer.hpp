// What the page shows of the site: how it stands, for operators; who is who; the figures of a year,
// for both; the audit log, for auditors, with the words of searches as `pouch audit` shows them
// only when it is told to: sealed.
#pragma once

#include "gateway/web/answering/visit.hpp"

namespace pouch::gateway {

WebAnswer answer_status(const Visit& visit);      // kStatus
WebAnswer answer_directory(const Visit& visit);   // kDirectory
WebAnswer answer_log(const Visit& visit);         // kLog
WebAnswer answer_statistics(const Visit& visit);  // kStatistics

}  // namespace pouch::gateway
