-- Plans: what an organization subscribes to, and since when. A plan keeps its currency; its rate cards give its prices.

create table billing.plan (
  name text primary key check (name ~ '^[a-z0-9][a-z0-9-]{0,38}$'),
  title text not null check (length(title) between 1 and 80),
  description text not null check (length(description) <= 500),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null
);

insert into billing.plan (name, title, description, currency, created_at)
select plan, initcap(plan), '', min(currency), min(created_at) from billing.rate_card group by plan;

alter table billing.rate_card add foreign key (plan) references billing.plan;

-- In minor units of the currency, for a whole UTC month; zero is no minimum.
alter table billing.rate_card add column minimum_minor bigint not null default 0 check (minimum_minor >= 0);

-- An organization without a row is on the plan "standard".
create table billing.subscription (
  tenant_id uuid not null,
  effective_from timestamptz not null check (date_trunc('hour', effective_from, 'UTC') = effective_from),
  plan text not null references billing.plan,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, effective_from)
);

alter table billing.subscription enable row level security;
alter table billing.subscription force row level security;
create policy own on billing.subscription for select to ${app}
  using (tenant_id = current_setting('millirun.tenant')::uuid);
create policy every on billing.subscription to ${worker} using (true) with check (true);

grant select on billing.plan, billing.subscription to ${app};
grant select, insert on billing.plan, billing.subscription to ${worker};
grant update (title, description) on billing.plan to ${worker};
