create table platform.resting_index (
    name text primary key,
    definition text not null
);
comment on table platform.resting_index is 'Indexes that a large load left out for its time; built when it ends, or at the next start.';
