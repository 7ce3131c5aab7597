-- older versions keep working
alter table messages.text_change add column known_subject text, add column known_text text;
comment on column messages.text_change.known_text is 'What the product delivered when this was written; null in changes of before.';
comment on column messages.template.valid_from is
    'Of officers: from when on their words are sent, instead of any that are delivered. Of the product, only an order among its own: a script takes the next
free day of 2021, on which no officer can have written.';
-- The one delivered text that lay among the days of officers.
update messages.template set valid_from = '2021-01-02' where event = 'account.code' and channel = 'email' and valid_from = '2026-11-30' and change_id is null;
