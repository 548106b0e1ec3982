import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQueries } from '../../../link/herald';
import { useMay } from '../../../link/may';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { useDone } from '../../../parts/Undo';
import { CarrierForm } from './CarrierForm';
import { ByEnvironment, CarrierInForce } from './CarrierInForce';
import { TestText } from './TestText';

/** How texts reach the carrier, and a way to try it. */
export function Screen() {
  const may = useMay();
  const say = useDone();
  const [entering, setEntering] = useState(false);
  const { data, isError, refetch } = useQuery({ ...useQueries().carrierSettings.get.queryOptions(), refetchInterval: 5_000 });
  if (data === undefined) {
    return isError ? <Failed what="the carrier settings" again={() => void refetch()} /> : <Loading what="the carrier settings" />;
  }
  return (
    <div className="page">
      <PageHead title="Carrier" intro="How texts reach Bandwidth. Secrets go in here and never come out again." />
      <section className="panel" aria-label="In force">
        <h2>In force</h2>
        <CarrierInForce view={data} />
      </section>
      {may('carrierSettings.set') && (
        <section className="panel" aria-label="Other settings">
          <h2>{data.settings === null ? 'Enter settings' : 'Other settings'}</h2>
          {!data.canSet ? (
            <ByEnvironment view={data} />
          ) : entering || data.settings === null ? (
            <CarrierForm
              reason=""
              done={() => {
                setEntering(false);
                say({ text: 'The carrier settings are kept. Herald starts again with them.' });
              }}
            />
          ) : (
            <div>
              <Button className="button" onPress={() => setEntering(true)}>
                Enter other settings
              </Button>
            </div>
          )}
        </section>
      )}
      {may('carrierSettings.testSend') && (
        <section className="panel" aria-label="Test text">
          <h2>Try it with a text to your own phone</h2>
          <p className="muted">
            It says that it is a test, and nothing of any call. It leaves in watch-only mode too, but not while all texts are
            stopped.
          </p>
          <TestText isReady={data.settings !== null} />
        </section>
      )}
    </div>
  );
}
