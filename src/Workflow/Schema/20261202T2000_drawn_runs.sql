-- A dossier walks a drawing (decision 0054). The frozen lists of before are drawn as the line that they were: each dossier in the middle of one ends as it
-- would have.
create function workflow.xml_text(text) returns text language sql immutable as $$
    select replace(replace(replace(replace(replace(replace(replace($1, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'), chr(9), '&#9;'),
        chr(10), '&#10;'), chr(13), '&#13;')
$$;

alter table workflow.process add column drawing text, add column known jsonb not null default '[]';
comment on table workflow.process is 'Quy trình đã chốt: the drawing (BPMN 2.0) as it was when a dossier was received; named by its content, never changed.';
comment on column workflow.process.known is 'What its conditions may look at: Platform.Expressions.KnownValue as it was when the process was published.';

update workflow.process p set drawing = drawn.xml
from (
    select p.id,
        '<?xml version="1.0" encoding="utf-8"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        || 'xmlns:mc="urn:motcua:bpmn:1" id="drawn" targetNamespace="urn:motcua:process">'
        || '<process id="list" name="" isExecutable="true"><startEvent id="start" />'
        || string_agg('<userTask id="' || workflow.xml_text(step ->> 'key') || '" name="' || workflow.xml_text(step ->> 'name')
            || '"><extensionElements><mc:step kind="' || (step ->> 'kind') || '" role="' || workflow.xml_text(step ->> 'role') || '" seat="'
            || case when step ->> 'kind' in ('receive', 'return') then 'office' else 'agency' end || '" hours="' || (step ->> 'hours')
            || '" /></extensionElements></userTask>', '' order by no)
        || '<endEvent id="end" />'
        || string_agg('<sequenceFlow id="to-' || no || '" sourceRef="' || workflow.xml_text(coalesce(before, 'start')) || '" targetRef="'
            || workflow.xml_text(step ->> 'key') || '" />', '' order by no)
        || '<sequenceFlow id="to-end" sourceRef="' || workflow.xml_text((array_agg(step ->> 'key' order by no desc))[1]) || '" targetRef="end" />'
        || '</process></definitions>' as xml
    from workflow.process p
    cross join lateral (
        select s.step, s.no, lag(s.step ->> 'key') over (order by s.no) as before
        from jsonb_array_elements(p.steps) with ordinality as s (step, no)) listed
    group by p.id) drawn
where drawn.id = p.id;

alter table workflow.process alter column drawing set not null, drop column steps;
drop function workflow.xml_text(text);

create table workflow.token (
    id uuid primary key,
    dossier_id uuid not null references workflow.run,
    place text not null,
    awaits text,
    due_at timestamptz,
    since timestamptz not null,
    unique (dossier_id, place)
);
comment on table workflow.token is 'Nơi quy trình của một hồ sơ đang đứng, other than at the steps of people: those are its open tasks.';
comment on column workflow.token.place is 'Of the drawing: a flow that a join holds, a node that waits, or an edge that may happen.';
comment on column workflow.token.awaits is 'act NAME, message NAME or timer; null: another branch.';
grant select, insert, delete on workflow.token to motcua_app;

alter table workflow.task add column checks text[];
comment on column workflow.task.checks is 'Mục kiểm tra of the step that whoever ended it has ticked.';
