-- A running server of before would read a split as a merge, so it stands back.
alter table organisation.reorganisation drop constraint reorganisation_kind_check,
    add constraint reorganisation_kind_check check (kind in ('rename', 'transfer', 'merge', 'split'));
