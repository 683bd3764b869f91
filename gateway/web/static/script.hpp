// The one script of the page: keys that go to the search and from one row to the next. Nothing
// depends on it; it asks for nothing, keeps nothing and writes no markup (the page's policy holds
// it to that). Private to this folder.
#pragma once

#include <string_view>

namespace pouch::gateway::web {

inline constexpr std::string_view kScript = R"js((() => {
  'use strict';
  document.documentElement.classList.add('js');
  const seen = one => one && one.getClientRects().length > 0;
  const rows = () => [...document.querySelectorAll(
    '.hit h3 a, td .subj, .message > header a.num, .short > summary')].filter(seen);
  const typing = one => one && /^(INPUT|TEXTAREA|SELECT)$/.test(one.tagName);
  const go = step => {
    const all = rows();
    const row = document.activeElement && document.activeElement.closest('.hit, tr, .short, .message');
    const at = all.findIndex(one => row && row.contains(one));
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
    if (next) {
      next.focus();
      next.scrollIntoView({block: 'nearest'});
    }
  };
  const search = () => {
    const box = [...document.querySelectorAll('#q, .find input[name=q]')].find(seen);
    if (box) {
      box.focus();
      box.select();
    } else {
      location.assign('/search');
    }
  };
  const keys = {
    '/': search,
    'j': () => go(1),
    'k': () => go(-1),
    '?': () => location.assign('/help/query#keys'),
  };
  document.addEventListener('keydown', event => {
    // By their place: a Cyrillic or Greek layout has other letters there.
    const act = keys[{KeyJ: 'j', KeyK: 'k'}[event.code] || event.key];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape' && typing(event.target)) event.target.blur();
    if (!act || typing(event.target) || !document.querySelector('.me')) return;
    event.preventDefault();
    act();
  });
})();
)js";

}  // namespace pouch::gateway::web
