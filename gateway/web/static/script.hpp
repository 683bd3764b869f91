// The one script of the page: keys that go to the search, to the desk, from one row to the next and
// from hit to hit, and a button that prints. Nothing depends on it; it asks for nothing, keeps
// nothing and writes no markup (the page's policy holds it to that). Private to this folder.
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
  // From hit to hit of a search, else from message to message.
  const lead = (rel, step) => {
    if (!document.querySelector('main a[rel]')) return go(step);
    const link = document.querySelector('main a[rel=' + rel + ']');
    if (link) link.click();
  };
  const keys = {
    '/': search,
    'j': () => go(1),
    'k': () => go(-1),
    'n': () => lead('next', 1),
    'p': () => lead('prev', -1),
    'gd': () => location.assign('/desk'),
    '?': () => location.assign('/help/query#keys'),
  };
  const places = {KeyJ: 'j', KeyK: 'k', KeyN: 'n', KeyP: 'p', KeyG: 'g', KeyD: 'd'};
  let before = '';
  document.addEventListener('keydown', event => {
    // By their place: a Cyrillic or Greek layout has other letters there.
    const key = places[event.code] || event.key;
    const act = before === 'g' && keys['g' + key] || keys[key];
    before = key;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape' && typing(event.target)) event.target.blur();
    if (!act || typing(event.target) || !document.querySelector('.me form')) return;
    event.preventDefault();
    act();
  });
  document.addEventListener('click', event => {
    if (event.target.closest('.print button')) print();
  });
})();
)js";

}  // namespace pouch::gateway::web
