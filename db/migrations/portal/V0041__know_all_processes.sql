-- What every process of the platform reports of itself every few seconds, so that any portal process can show it.

create table node_reports (
    -- Chosen anew at every start.
    process uuid primary key,
    node text not null,
    roles text not null,
    version text not null,
    started_at timestamptz not null,
    reported_at timestamptz not null,
    -- Figures by name, see NodeFigures.
    figures jsonb not null
);
create index node_reports_age on node_reports (reported_at);
grant select, insert, update, delete on node_reports to ${worker};
